/** `cc flow`: draws flows, or types keys into one and says what a caller would meet. */
import type { CenterDefinition } from '@callweave/center'
import { CallweaveError, nearestName } from '@callweave/core'
import { drawFlow } from '@callweave/ivr'
import { loadCenter } from '@callweave/sim/node'
import { type Context, defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { list, needed, value } from '../frame/option.js'
import { findCenter } from '../project/find-files.js'
import { choice, text } from '../values/choice.js'
import { keys } from '../values/keys.js'

export const flow = defineCommand('flow', {
  positionals: { action: needed(choice(['draw', 'test'])), flow: value(text()) },
  options: { press: list(keys()), center: value(text()) },
  run: async (asked, context) => {
    const { host, words } = context
    const center = await loadCenter(findCenter(asked.center, host, words))
    const names = asked.flow === undefined ? Object.keys(center.sections.flows) : [known(asked.flow, center, context)]
    if (asked.action === 'draw') {
      if (asked.press.length > 0)
        throw new CallweaveError('usage', { where: '--press', message: words.flow.pressNothing })
      draw(names, center, context)
      return exitCode.fine
    }
    const { listWays } = await import('./flow/list-ways.js')
    const { walk } = await import('./flow/walk.js')
    if (asked.press.length === 0) listWays(names, center, context)
    else walk(only(names, context), asked.press.flat(), center, context)
    return exitCode.fine
  },
})

const draw = (names: readonly string[], { sections }: CenterDefinition, { out }: Context): void => {
  const drawings = names.map((name) => ({ flow: name, mermaid: drawFlow(sections, name) }))
  const [single] = drawings
  if (out.json) out.printJson({ flows: drawings })
  else if (single !== undefined && drawings.length === 1) out.print(`${single.mermaid}\n`)
  else for (const { flow, mermaid } of drawings) out.print(`## ${flow}\n\n\`\`\`mermaid\n${mermaid}\n\`\`\`\n\n`)
}

const known = (name: string, { sections }: CenterDefinition, { words }: Context): string => {
  const names = Object.keys(sections.flows)
  if (names.includes(name)) return name
  const nearest = nearestName(name, names)
  throw new CallweaveError('usage', {
    where: '<flow>',
    message: words.flow.unknown({ name }),
    expected: words.kinds.oneOf({ choices: names }),
    ...(nearest === undefined ? {} : { remedy: words.errors.didYouMean({ name: nearest }) }),
  })
}

const only = (names: readonly string[], { words }: Context): string => {
  const [name, ...more] = names
  if (name !== undefined && more.length === 0) return name
  throw new CallweaveError('usage', {
    where: '<flow>',
    message: words.flow.which,
    expected: words.kinds.oneOf({ choices: names }),
  })
}
