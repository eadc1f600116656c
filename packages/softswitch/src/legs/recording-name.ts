/**
 * The name of a recording, as events carry it: a file in the folder of recordings, wherever that is. Numbers of calls and legs
 * go on over restarts and a leg does not, so no name comes twice.
 */
import { type CallId, type CommandId, callId, commandId, type LegId, legId } from '@callweave/core'

export interface RecordingOf {
  readonly call: CallId
  readonly leg: LegId
  readonly command: CommandId
}

export const recordingName = ({ call, leg, command }: RecordingOf): string => `${call}-${leg}-${command}.wav`

/** Whose recording it is; null for a name that is none of ours. */
export const recordingOf = (name: string): RecordingOf | null => {
  const [, call, leg, command] = /^(\d{1,15})-(\d{1,15})-(\d{1,15})\.wav$/.exec(name) ?? []
  if (call === undefined || leg === undefined || command === undefined) return null
  return { call: callId(Number(call)), leg: legId(Number(leg)), command: commandId(Number(command)) }
}
