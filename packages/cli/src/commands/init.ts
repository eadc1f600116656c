/** `cc init`: a project in a new folder. `npm create callweave` runs it, too. */
import { resolve } from 'node:path'
import { type Context, defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { shownPath } from '../frame/host.js'
import { flag, value } from '../frame/option.js'
import { ownVersion } from '../frame/version.js'
import { choice, text } from '../values/choice.js'
import { scaffold } from './init/scaffold.js'
import { templateNames } from './init/template.js'

export const init = defineCommand('init', {
  positionals: { folder: value(text()) },
  options: { template: value(choice(templateNames)), yes: flag(), force: flag() },
  run: async (asked, context) => {
    const { host, out, words } = context
    const answers =
      host.interactive && !asked.yes && !out.json
        ? await (await import('./init/ask.js')).ask(asked, words)
        : { folder: asked.folder ?? words.init.folder, template: asked.template ?? 'customer-service' }
    if (answers === undefined) return exitCode.failed

    const { template } = answers
    const folder = resolve(host.cwd, answers.folder)
    const shown = shownPath(host, answers.folder)
    const files = await scaffold(folder, { template, version: ownVersion(), force: asked.force, words: words.init })
    const next = nextSteps(shown, host.env)
    if (out.json) out.printJson({ folder, template, files, next })
    else printMade({ shown, template, count: files.length, next }, context)
    return exitCode.fine
  },
})

/** With the package manager that started us, where one did. Run from a clone, there is no package to install yet. */
const nextSteps = (folder: string, env: Context['host']['env']): readonly string[] => {
  const manager = /^(npm|pnpm|yarn|bun)\//.exec(env.npm_config_user_agent ?? '')?.[1] ?? 'npm'
  const quoted = /^[\w./@-]+$/.test(folder) ? folder : `'${folder}'`
  const enter = folder === '.' ? [] : [`cd ${quoted}`]
  const { CALLWEAVE_COMMAND: command } = env
  if (command !== undefined) return [...enter, `${command} check`, `${command} sim`]
  return [...enter, `${manager} install`, `${manager} run check`, `${manager} run sim`, `${manager} test`]
}

interface Made {
  readonly shown: string
  readonly template: (typeof templateNames)[number]
  readonly count: number
  readonly next: readonly string[]
}

const printMade = ({ shown, template, count, next }: Made, { out, words: { init } }: Context): void => {
  const files = out.format.number(count)
  out.print(`${out.tint.bold(init.made({ folder: shown, template, files }))}\n${init.templates[template]}\n`)
  out.say(`\n${init.secrets}\n\n${init.next}\n\n`)
  for (const line of next) out.say(`  ${out.talkTint.cyan(line)}\n`)
}
