/** Tests of flows without a phone. */
export {
  type CallOptions,
  type CallScript,
  call,
  queue,
  step,
  type Target,
  transfer,
  voicemail,
} from '@callweave/ivr/testing'
