/** After a kill: what the last process left open, and this one has closed. */
import type { EmbeddedCenter } from '@callweave/server'
import type { Context } from '../../frame/command.js'
import type { Teller } from './teller.js'

export const reportClosed = ({ running, problems }: EmbeddedCenter, teller: Teller, { out, words }: Context): void => {
  const { closed } = running.start
  if (closed.length > 0) {
    const stages: Record<string, number> = {}
    for (const { stage } of closed) stages[stage] = (stages[stage] ?? 0) + 1
    teller.tell({ notice: 'closed-dead', calls: closed.length, stages })
  }
  if (out.json) return
  for (const { path, message, remedy } of problems) {
    out.say(
      `${out.talkTint.yellow(words.errors.warning)} ${path}: ${words.sentence(message)}${remedy === undefined ? '' : `${words.start.stop}${words.sentence(remedy)}`}\n`,
    )
  }
}
