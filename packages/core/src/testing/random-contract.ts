/** What every source of chance keeps: it repeats, and its streams leave each other alone. */
import type { Random } from '../ports/random.js'
import { type ContractCase, casesOf, promised, same } from './contract.js'

const draws = (random: Random, name: string, count: number): number[] => {
  const stream = random.stream(name)
  return Array.from({ length: count }, () => stream.next())
}

export const randomContract = (make: (seed: number) => Random): readonly ContractCase[] =>
  casesOf('random', () => make, {
    'the same seed and name give the same numbers': (of) => {
      same(draws(of(7), 'talk', 50), draws(of(7), 'talk', 50), 'a run repeats')
    },
    'other names and other seeds give other numbers': (of) => {
      const lists = [
        draws(of(7), 'talk', 8),
        draws(of(7), 'tall', 8),
        draws(of(8), 'talk', 8),
        draws(of(-7), 'talk', 8),
      ]
      same(new Set(lists.flat()).size, 32, 'no number twice')
    },
    'drawing from one stream never changes another': (of) => {
      const alone = draws(of(7), 'patience', 20)
      const random = of(7)
      const patience = random.stream('patience')
      const other = random.stream('talk')
      const mixed = Array.from({ length: 20 }, (_, i) => {
        for (let k = 0; k < i; k += 1) other.next()
        return patience.next()
      })
      same(mixed, alone, 'as if nobody else had drawn')
    },
    'a stream asked for twice goes on where it was': (of) => {
      const random = of(7)
      same(
        [...draws(random, 'talk', 3), ...draws(random, 'talk', 3)],
        draws(of(7), 'talk', 6),
        'one stream for each name',
      )
    },
    'next is in [0, 1), spread evenly': (of) => {
      const numbers = draws(of(1), 'spread', 20_000)
      promised(
        numbers.every((number) => number >= 0 && number < 1),
        'from 0, below 1',
      )
      const tenths = new Array<number>(10).fill(0)
      for (const number of numbers) tenths[Math.floor(number * 10)] = (tenths[Math.floor(number * 10)] ?? 0) + 1
      // 2,000 expected in each; the standard deviation is 42.
      promised(
        tenths.every((count) => Math.abs(count - 2_000) < 215),
        `each tenth as often: ${tenths.join(' ')}`,
      )
    },
    'int is in 0..below-1, each as often': (of) => {
      const stream = of(1).stream('int')
      const counts = new Array<number>(6).fill(0)
      for (let i = 0; i < 12_000; i += 1) {
        const drawn = stream.int(6)
        promised(Number.isInteger(drawn) && drawn >= 0 && drawn < 6, 'a whole number below 6')
        counts[drawn] = (counts[drawn] ?? 0) + 1
      }
      promised(
        counts.every((count) => Math.abs(count - 2_000) < 205),
        `each as often: ${counts.join(' ')}`,
      )
      same(stream.int(1), 0, 'below 1 there is only 0')
    },
  })
