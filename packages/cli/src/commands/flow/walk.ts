/** One call to a flow with the keys given, told step by step. It is the shipped engine that runs. */
import type { CenterDefinition } from '@callweave/center'
import { type CallEvent, CallweaveError } from '@callweave/core'
import { call, type Target } from '@callweave/ivr/testing'
import type { Context } from '../../frame/command.js'
import type { Press } from '../../values/keys.js'

/** True wherever the call waits for somebody: a key, a voice, an agent, or nothing any more. */
type Doing = Parameters<Target['isReached']>[0]
const resting: readonly Doing['is'][] = ['keys', 'queue', 'recording', 'transfer', 'ended']

export const walk = (flow: string, presses: readonly Press[], center: CenterDefinition, context: Context): void => {
  const { out, words } = context
  const script = call(center, flow)
  let doing = nothing()
  const rest = (): void => {
    script.reaches({
      expected: words.flow.toRest,
      isReached: (now) => {
        doing = now
        return resting.includes(now.is)
      },
    })
  }
  rest()
  for (const { keys } of presses) {
    if (doing.is === 'ended') throw tooMany(keys ?? 'silence', flow, context)
    if (keys === null) script.staysSilent()
    else script.press(keys)
    rest()
  }
  if (out.json) out.printJson({ flow, tookMs: script.tookMs, standsAt: doing.is, events: script.events })
  else out.print(transcript(script.events, doing, center, context))
}

/** A function, so that the compiler does not take the first value for the only one. */
const nothing = (): Doing => ({ is: 'nothing' })

const tooMany = (found: string, flow: string, { words }: Context): CallweaveError =>
  new CallweaveError('usage', { where: `--press`, message: words.flow.overAlready({ flow }), found })

const transcript = (
  events: readonly CallEvent[],
  doing: Doing,
  center: CenterDefinition,
  { out, words }: Context,
): string => {
  const [first] = events
  const width = Math.max(
    ...Object.values(center.sections.flows).flatMap((steps) => Object.keys(steps).map((s) => s.length)),
  )
  const lines: string[] = []
  for (const event of events) {
    const said = sentence(event, center, width, { out, words })
    if (said === undefined) continue
    const at = out.format.number((event.atMs - (first?.atMs ?? 0)) / 1000, 1)
    lines.push(`${out.tint.dim(`${at.padStart(7)} s`)}  ${said}`)
  }
  lines.push(`${' '.repeat(11)}${out.tint.bold(words.flow.standing[doing.is])}`)
  return `${lines.join('\n')}\n`
}

const sentence = (
  event: CallEvent,
  { sections }: CenterDefinition,
  width: number,
  { out, words }: Pick<Context, 'out' | 'words'>,
): string | undefined => {
  switch (event.type) {
    case 'step.entered': {
      const step = sections.flows[event.flow]?.[event.step]
      const name = out.tint.cyan(event.step.padEnd(width))
      return step === undefined ? name : `${name}  ${step.step}  ${out.tint.dim(heard(step, sections))}`.trimEnd()
    }
    case 'menu.chosen':
      return `${' '.repeat(width)}  ${words.flow.pressed({ keys: event.key })}`
    case 'input.collected':
      return `${' '.repeat(width)}  ${words.flow.typed({ keys: event.value ?? '***' })}`
    case 'input.missed':
      return `${' '.repeat(width)}  ${words.flow.missed[event.kind]}`
    case 'lookup.returned':
      return `${' '.repeat(width)}  ${words.flow.answered({ answer: event.ok ? event.result : (event.because ?? '-') })}`
    case 'call.ended':
      return words.flow.ended({ outcome: event.outcome })
    default:
      return undefined
  }
}

type Steps = CenterDefinition['sections']['flows'][string]

/** The words of a step's prompt in the first language, or what it leads to. */
const heard = (step: Steps[string], { prompts, languages }: CenterDefinition['sections']): string => {
  if ('queue' in step) return step.queue
  if (!('prompt' in step) || step.prompt === undefined) return ''
  const names = typeof step.prompt === 'string' ? [step.prompt] : step.prompt
  return names
    .map((name) => {
      const prompt = prompts?.[name]
      if (prompt === undefined || typeof prompt === 'string') return prompt ?? name
      return String(prompt[languages?.[0] ?? 'en'] ?? name)
    })
    .join(' ')
}
