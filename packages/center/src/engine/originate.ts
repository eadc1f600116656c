/** A leg that we call begins in the log; then the switch is ordered to ring it. */
import type { Clock, CommandId, EventLog, SwitchCommand } from '@callweave/core'

export interface OriginateParts {
  readonly log: EventLog
  readonly clock: Clock
  readonly nextCommand: () => CommandId
}

type OriginateCommand = Extract<SwitchCommand, { readonly do: 'originate' }>

/** Logs `leg.originated`. What is given back orders the switch to, once nothing is against it. */
export const originated = (
  { log, clock, nextCommand }: OriginateParts,
  what: Omit<OriginateCommand, 'do' | 'command'>,
): OriginateCommand => {
  const command = nextCommand()
  const { call, leg, toward, purpose } = what
  log.emit['leg.originated']({
    seq: log.next(),
    atMs: clock.nowMs(),
    type: 'leg.originated',
    call,
    leg,
    command,
    toward,
    purpose,
  })
  return { do: 'originate', command, ...what }
}
