/** The random streams of the people, by what they decide: changing how one is drawn leaves the others as they were. */
import type { Random, RandomStream } from '@callweave/core'

export interface PeopleStreams {
  readonly patience: RandomStream
  readonly talk: RandomStream
  readonly wrapUp: RandomStream
  readonly answer: RandomStream
  readonly keys: RandomStream
  readonly redial: RandomStream
  readonly numbers: RandomStream
  readonly hangUp: RandomStream
}

export const peopleStreams = (random: Random): PeopleStreams => ({
  patience: random.stream('patience'),
  talk: random.stream('talk'),
  wrapUp: random.stream('wrap-up'),
  answer: random.stream('answer'),
  keys: random.stream('keys'),
  redial: random.stream('redial'),
  numbers: random.stream('numbers'),
  hangUp: random.stream('hang-up'),
})
