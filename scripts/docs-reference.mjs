// `npm run docs`: the pages that are made, not written: docs/reference/*.md and docs/coverage.md. With --check it writes
// nothing and fails where a page differs from what it should be. Runs on the sources, no build needed.
import './sources.mjs'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { coveragePage } from './docs-coverage.mjs'
import { comparedPage } from './docs-strategies.mjs'
import { root } from './workspace.mjs'

const core = await import('@callweave/core')
const sip = await import('@callweave/sip/user-agent')
const { dialogStates } = await import('@callweave/sip/dialogs')
const { exchangeStates } = await import('../packages/sip/src/sdp/exchange.ts')
const { clientStates, inviteClientStates, inviteServerStates, serverStates } = await import(
  '@callweave/sip/transactions'
)
const { figuresOf } = await import('@callweave/cdr')
const { main } = await import('@callweave/cli')
const { metricUnits } = await import('../packages/sim/src/thresholds/metrics.ts')
const { reportError } = await import('../packages/cli/src/frame/report-error.ts')
const { exitCode } = await import('../packages/cli/src/frame/exit-code.ts')
const { commandNames } = await import('../packages/cli/src/commands/index.ts')
const { en } = await import('../packages/cli/src/text/en.ts')

const pages = {
  'docs/reference/events.md': events,
  'docs/reference/states.md': states,
  'docs/reference/commands.md': commands,
  'docs/reference/errors.md': errors,
  'docs/reference/figures.md': figures,
  'docs/coverage.md': () => coveragePage().text,
  'docs/strategies/compared.md': comparedPage,
}
const made = (title, intro) => `# ${title}\n\nMade from the code by \`npm run docs\`.\n\n${intro}\n`
const table = (head, rows) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
const sourceFile = (path) =>
  ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.ES2023, true)

/** Comments in front of a node, without their marks: `/** *\/` and `//` apart. */
function commentsOf(node, source) {
  const ranges = ts.getLeadingCommentRanges(source.text, node.getFullStart()) ?? []
  const text = ranges.map(({ pos, end }) => source.text.slice(pos, end))
  const clean = (list) =>
    list.map((c) =>
      c
        .replace(/^\/\*\*|^\/\/|\*\/$/g, '')
        .replace(/\s*\n\s*\*\s?/g, ' ')
        .trim(),
    )
  return {
    doc: clean(text.filter((c) => c.startsWith('/**'))).join(' '),
    line: clean(text.filter((c) => c.startsWith('//'))).at(-1),
  }
}

function events() {
  const source = sourceFile('packages/core/src/events/schema.ts')
  let schema
  const find = (node) => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === 'eventSchema') schema = node.initializer.expression
    else ts.forEachChild(node, find)
  }
  find(source)
  const valuesOf = ({ codes = [], isOpen = false }) =>
    [...codes.map((code) => `\`${code}\``), ...(isOpen ? ['or another'] : [])].join(' ')
  const parts = schema.properties.map((event) => {
    const name = event.name.text
    const { doc, line } = commentsOf(event, source)
    const rows = event.initializer.properties.map((property) => {
      const field = core.eventSchema[name][property.name.getText()]
      const notes = [
        field.personal ? '**personal**' : '',
        field.nullable ? 'may be `null`' : '',
        commentsOf(property, source).doc,
        valuesOf(field),
      ]
      return [`\`${property.name.getText()}\``, kinds[field.kind], notes.filter((note) => note !== '').join('; ')]
    })
    const section = line ? `\n## ${line[0].toUpperCase()}${line.slice(1)}\n` : ''
    return `${section}\n### ${name}\n${doc && `\n${doc}\n`}\n${table(['field', 'kind', 'more'], rows)}\n`
  })
  const intro = `Every event begins with \`seq\` (1, 2, 3 ... without gaps), \`atMs\` (ms since 1970-01-01 UTC, whole) and \`type\`. An event is
a fact: it is never changed and never lost. The schema has version ${core.eventSchemaVersion} and ${core.eventTypes.length} types. A field marked **personal** says
something about a person: a number, typed digits, what a lookup answered. In a simulation those persons are made up; the mark
is what the journal of a running center seals such values by.`
  return made('Event catalogue', intro) + parts.join('')
}

const kinds = {
  int: 'whole number',
  ms: 'ms',
  name: 'name',
  text: 'text',
  flag: 'true or false',
  names: 'list of names',
  terms: 'terms: code to number or name',
}

function states() {
  const draw = (title, path, states, name) => {
    const source = sourceFile(`packages/${path}.ts`)
    const isNamed = ({ declarationList }) => name === undefined || declarationList.declarations[0].name.text === name
    const declared = source.statements.filter(ts.isVariableStatement).find(isNamed)
    return `\n## ${title}\n\n${commentsOf(declared, source).doc || 'What an agent is doing. Every change is an `agent.changed` event with its cause.'}\n\n\`\`\`mermaid\n${drawable(core.drawStates(states))}\n\`\`\`\n`
  }
  const transactions = 'sip/src/transactions/states'
  return (
    made('State diagrams', 'Drawn from the state tables in `packages/core/src/states` and `packages/sip/src`.') +
    draw('Call', 'core/src/states/call', core.callStates) +
    draw('Leg', 'core/src/states/leg', core.legStates) +
    draw('Offer', 'core/src/states/offer', core.offerStates) +
    draw('Agent', 'core/src/states/agent', core.agentStates) +
    draw('SIP call', 'sip/src/user-agent/call', sip.sipCallStates) +
    draw('SIP subscription', 'sip/src/user-agent/subscription-states', sip.sipSubscriptionStates) +
    draw('SIP dialog', 'sip/src/dialogs/states', dialogStates) +
    draw('SIP offer and answer', 'sip/src/sdp/exchange', exchangeStates) +
    draw('SIP INVITE client transaction', transactions, inviteClientStates, 'inviteClientStates') +
    draw('SIP client transaction', transactions, clientStates, 'clientStates') +
    draw('SIP INVITE server transaction', transactions, inviteServerStates, 'inviteServerStates') +
    draw('SIP server transaction', transactions, serverStates, 'serverStates')
  )
}

/** Mermaid takes a hyphen in a state's name for the beginning of an arrow. */
const drawable = (drawing) => {
  const hyphened = [
    ...new Set(drawing.match(/^ {2}\S+ --> \S+$/gm)?.flatMap((line) => line.match(/\w+(?:-\w+)+/g) ?? [])),
  ]
  const aliases = hyphened.map((name) => `  state "${name}" as ${name.replaceAll('-', '_')}`)
  const arrows = drawing.replaceAll(/\w+(?:-\w+)+/g, (name) =>
    hyphened.includes(name) ? name.replaceAll('-', '_') : name,
  )
  return arrows.replace('\n', ['', ...aliases, ''].join('\n'))
}

async function commands() {
  const help = async (...argv) => {
    const pieces = []
    const sink = { columns: 100, write: (piece) => pieces.push(piece) > 0 }
    const code = await main(argv, { stdout: sink, stderr: sink, interactive: false, env: {}, cwd: root })
    if (code !== 0) throw new Error(`cc ${argv.join(' ')} ended with ${code}\n${pieces.join('')}`)
    return `\`\`\`text\n${pieces.join('').trimEnd()}\n\`\`\`\n`
  }
  const intro =
    'What `cc --help` and `cc <command> --help` print. `callweave` is the same program under another name. With `--lang zh-CN` all of it is in Chinese.'
  const each = []
  for (const name of commandNames) each.push(`\n## cc ${name}\n\n${await help(name, '--help')}`)
  return `${made('Commands', intro)}\n${await help('--help')}${each.join('')}`
}

function errors() {
  const source = sourceFile('packages/core/src/error.ts')
  const union = source.statements.find((s) => ts.isTypeAliasDeclaration(s) && s.name.text === 'ErrorCode')
  const silent = { json: true, complain: () => {} }
  const rows = union.type.types.map((member) => {
    const code = member.literal.text
    const before = source.text.slice(union.type.pos, member.getStart()).split('/**').at(-1)
    const exit = reportError(new core.CallweaveError(code, { message: '' }), silent, en, false)
    return [`\`${code}\``, before.replace(/\*\/[\s\S]*$/, '').trim(), exit]
  })
  const intro = `A \`CallweaveError\` is something that a user can mend. It has a \`code\` for programs and \`parts\`: \`message\`, and where they are known
\`where\`, \`found\`, \`expected\` and \`remedy\`. A \`TypeError\` is a mistake of ours.`
  const meanings = {
    fine: 'fine',
    failed: 'something went wrong while running: a peer, a disk, a mistake of ours',
    wrong: 'the command line, the definition or a file has to be mended',
    thresholdMissed: 'everything ran and a threshold was missed',
  }
  const exits = Object.entries(exitCode).map(([key, code]) => [code, meanings[key]])
  return `${made('Errors and exit codes', intro)}\n${table(['code', 'what', 'exit code'], rows)}\n\n## Exit codes\n\n${table(['code', 'meaning'], exits)}\n`
}

function figures() {
  const nothing = { intervalMs: 900_000, timeZone: 'UTC', targets: {}, rows: [], agents: [], waits: {} }
  const rows = figuresOf(nothing, null).map(({ name, formula, unit }) => [
    `\`${name}\``,
    `\`${formula}\``,
    unit,
    metricUnits[name] === undefined ? 'no' : 'yes',
  ])
  const intro = `Every figure has a name, the name of its formula, and a unit; \`null\` stands where there was nothing to measure. Ratios are 0 to 1. A
threshold names a figure, and its formula where there are several: \`service-level{queue=service,formula=abandoned-ignored} >= 0.8\`.`
  return `${made('Figures', intro)}\n${table(['name', 'formula', 'unit', 'as a threshold'], rows)}\n`
}

const check = process.argv.includes('--check')
const stale = []
for (const [path, make] of Object.entries(pages)) {
  const text = await make()
  const file = join(root, path)
  if (readOrEmpty(file) === text) continue
  stale.push(path)
  if (check) continue
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}
for (const path of stale) console.error(check ? `${path} is not what the code says: npm run docs` : `wrote ${path}`)
process.exitCode = check && stale.length > 0 ? 1 : 0

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
