/** Every way through a flow, each on a line: what has to be pressed, and where it ends. */
import type { CenterDefinition } from '@callweave/center'
import { enumeratePaths, type FlowPath } from '@callweave/ivr'
import type { Context } from '../../frame/command.js'

const mostWays = 200

export const listWays = (names: readonly string[], { sections }: CenterDefinition, { out, words }: Context): void => {
  const flows = names.map((flow) => ({ flow, ...enumeratePaths(sections, flow, { limit: mostWays }) }))
  if (out.json) {
    out.printJson({ flows: flows.map(({ flow, complete, paths }) => ({ flow, complete, ways: paths })) })
    return
  }
  for (const { flow, complete, paths } of flows) {
    const count = out.format.number(paths.length)
    out.print(`${out.tint.bold(flow)}: ${complete ? words.flow.ways({ count }) : words.flow.moreWays({ count })}\n`)
    for (const path of paths) out.print(`  ${lineOf(path)}\n`)
  }
}

/** `start -> main -8-> complain`: what a step does by itself needs no name. */
const lineOf = ({ steps, by }: FlowPath): string => {
  const text = steps
    .map(({ step, when }, i) => {
      if (i === steps.length - 1 && by === 'ends') return step
      return `${step} ${when === null || when === 'then' ? '->' : `-${when}->`}`
    })
    .join(' ')
  return by === 'returns' ? `${text} ↺` : text
}
