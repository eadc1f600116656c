/** Rules across sections: what is well formed and still cannot work, or is probably not meant. */

import { checkStrategy, strategyFor } from '@callweave/acd'
import type { Problem } from '@callweave/core'
import type { CenterSections } from './center-definition.js'
import { checkPhones } from './check-phones.js'
import { checkTrunks } from './check-trunks.js'
import { checkWaysOut } from './check-ways-out.js'
import { problem } from './problem.js'

/** `agentsKnown`: false while a roster has not been read. */
export const checkSense = (sections: CenterSections, agentsKnown: boolean): readonly Problem[] => [
  ...checkNumbers(sections),
  ...checkExtensions(sections),
  ...checkTrunks(sections),
  ...checkPhones(sections),
  ...checkQueues(sections, agentsKnown),
  ...checkWaysOut(sections),
]

const checkNumbers = (sections: CenterSections): Problem[] => {
  const problems: Problem[] = []
  const trunkOf = new Map<string, string>()
  for (const [trunk, { numbers }] of Object.entries(sections.trunks)) {
    for (const [i, number] of numbers.entries()) {
      const other = trunkOf.get(number)
      if (other !== undefined) {
        problems.push(
          problem(
            'error',
            ['trunks', trunk, 'numbers', i],
            `the number ${number} is also in trunk '${other}'`,
            'Leave it in one of them',
          ),
        )
      }
      trunkOf.set(number, trunk)
    }
  }
  const routed = new Set(sections.routes.flatMap(({ number }) => (number === undefined ? [] : [number].flat())))
  const takesAny = sections.routes.some(({ number }) => number === undefined)
  for (const [i, route] of sections.routes.entries()) {
    for (const number of route.number === undefined ? [] : [route.number].flat()) {
      if (!trunkOf.has(number)) {
        problems.push(
          problem(
            'error',
            ['routes', i, 'number'],
            `nobody can dial ${number}: it is in no trunk`,
            "Add it to a trunk's numbers",
          ),
        )
      }
    }
  }
  for (const [number, trunk] of trunkOf) {
    if (!takesAny && !routed.has(number)) {
      problems.push(
        problem(
          'warning',
          ['trunks', trunk, 'numbers'],
          `callers of ${number} are refused: no route has it`,
          'Add a route',
        ),
      )
    }
  }
  return problems
}

const checkExtensions = (sections: CenterSections): Problem[] => {
  const agentOf = new Map<string, string>()
  return Object.entries(sections.agents).flatMap(([id, { extension }]) => {
    const other = agentOf.get(extension)
    agentOf.set(extension, id)
    return other === undefined
      ? []
      : [
          problem(
            'error',
            ['agents', id, 'extension'],
            `the extension ${extension} is also ${other}'s`,
            'Give each agent a phone',
          ),
        ]
  })
}

const checkQueues = (sections: CenterSections, agentsKnown: boolean): Problem[] =>
  Object.entries(sections.queues).flatMap(([id, queue]) => {
    const problems: Problem[] = []
    const members = queue.members.map((member) => (typeof member === 'string' ? member : member.agent))
    if (members.length === 0 && agentsKnown) {
      problems.push(problem('warning', ['queues', id, 'members'], 'nobody serves this queue', 'Add a member'))
    }
    const twice = members.find((member, i) => members.indexOf(member) !== i)
    if (twice !== undefined) {
      problems.push(problem('error', ['queues', id, 'members'], `'${twice}' is a member twice`, 'Leave one of them'))
    }
    for (const [skill, level] of Object.entries(queue.wants ?? {})) {
      const can = members.some((member) => (sections.agents[member]?.skills?.[skill] ?? 0) >= (level ?? 0))
      if (members.length > 0 && agentsKnown && !can) {
        problems.push(
          problem(
            'warning',
            ['queues', id, 'wants', skill],
            `no member has the skill '${skill}' at level ${level}`,
            'Nobody could be rung until a ring lowers it',
          ),
        )
      }
    }
    if (queue.overflow?.some((rule) => rule.to === id)) {
      problems.push(
        problem('error', ['queues', id, 'overflow'], 'a queue cannot overflow into itself', 'Name another queue'),
      )
    }
    const mistakes = checkStrategy(queue.strategy, ['queues', id, 'strategy'])
    problems.push(...mistakes)
    if (mistakes.length === 0) {
      const strategy = strategyFor(queue.strategy)
      if (strategy.order === 'none') {
        problems.push(
          problem(
            'warning',
            ['queues', id, 'strategy'],
            `'${strategy.name}' declares no order: each decision looks at every ready agent`,
            'Declare an order when the queue is large',
          ),
        )
      }
    }
    return problems
  })
