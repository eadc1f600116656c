/** Keys that can be typed, and that mean one thing only. */
import { formatPath, type Path, type Problem } from '@callweave/core'
import type { Menus } from '../definition/menus.js'
import type { FlowNames } from '../definition/names.js'
import type { FullSections } from '../definition/sections.js'
import type { FlowData } from '../definition/step.js'
import { ownAgentStep, terminatorsOf } from '../engine/compile.js'
import type { AnyStep } from '../steps/kinds.js'
import type { MenuStep } from '../steps/menu.js'

export const checkKeys = ({ flows, menus }: FullSections): Problem[] => [
  ...sharedKeys(menus),
  ...Object.entries(flows).flatMap(([flow, steps]) =>
    Object.entries(steps).flatMap(([name, step]) => stepKeys(['flows', flow, name], step, steps, menus)),
  ),
]

const sharedKeys = ({ back, agent }: Menus): Problem[] =>
  back !== undefined && back === agent?.key
    ? [error(['menus', 'back'], `the key '${back}' is both back and the agent`, 'two keys', { found: back })]
    : []

const stepKeys = (path: Path, step: AnyStep, flow: FlowData, menus: Menus): Problem[] => {
  switch (step.step) {
    case 'menu':
      return [
        ...missingNoInput(path, step, 'keys'),
        ...collisions([...path, 'on'], Object.keys(step.on), inherited(step, menus)),
        ...untypable([...path, 'on'], Object.keys(step.on), terminatorsOf(step, menus, longest(Object.keys(step.on)))),
        ...shadowed(path, step, flow, menus),
      ]
    case 'collect':
      return [...missingNoInput(path, step, 'digits'), ...digitCounts(path, step.minDigits ?? 1, step.maxDigits)]
    case 'survey':
      return step.questions.flatMap(({ keys }, i) => {
        const where = [...path, 'questions', i, 'keys']
        const list = Object.keys(keys)
        return [...collisions(where, list, []), ...untypable(where, list, terminatorsOf(step, menus, longest(list)))]
      })
    case 'queue':
      return Object.keys(step.onKey ?? {})
        .filter((key) => key.length > 1)
        .map((key) =>
          error([...path, 'onKey', key], 'a waiting caller leaves with one key', 'a single key', { found: key }),
        )
    default:
      return []
  }
}

const longest = (keys: readonly string[]): number => Math.max(1, ...keys.map((key) => key.length))

const missingNoInput = (path: Path, step: { readonly noInput?: unknown }, what: string): Problem[] =>
  step.noInput === undefined
    ? [
        error(path, `nothing is said of a caller who presses no ${what}: there is no 'noInput'`, 'a way on for him', {
          remedy: "Add noInput: { again: ['a-prompt'], then: 'a-step' }",
        }),
      ]
    : []

const digitCounts = (path: Path, min: number, max: number): Problem[] =>
  min > max
    ? [error([...path, 'minDigits'], 'no input is long enough', `at most 'maxDigits', which is ${max}`, { found: min })]
    : []

/** The keys that a menu has from the section `menus`. */
const inherited = (step: MenuStep<string, FlowNames>, { back, agent }: Menus): string[] =>
  [back, agent?.key].filter((key): key is string => key !== undefined && !(key in step.on))

/** A key that begins a longer one: the caller waits, and the menu cannot know. */
const collisions = (path: Path, keys: readonly string[], more: readonly string[]): Problem[] => {
  const all = [...keys, ...more]
  return all.flatMap((key): Problem[] => {
    const longer = keys.find((other) => other !== key && other.startsWith(key))
    if (longer === undefined) return []
    return [
      {
        path: formatPath(keys.includes(key) ? [...path, key] : path),
        message: `the key '${key}' is also how '${longer}' begins: who presses it waits for the time between keys to pass`,
        expected: 'keys of which none begins another',
        severity: 'warning',
      },
    ]
  })
}

const untypable = (path: Path, keys: readonly string[], terminators: string): Problem[] =>
  keys
    .filter((key) => [...key].some((digit) => terminators.includes(digit)))
    .map((key) =>
      error([...path, key], `the key '${key}' can never be typed, as '${terminators}' ends the input`, 'another key', {
        remedy: `Choose another key, or set 'terminators' without it`,
      }),
    )

/** A menu's own key in place of an inherited one, leading elsewhere. */
const shadowed = (path: Path, step: MenuStep<string, FlowNames>, flow: FlowData, menus: Menus): Problem[] => {
  const { back, agent } = menus
  const problems: Problem[] = []
  const tell = (key: string, what: string): void => {
    problems.push({
      path: formatPath([...path, 'on', key]),
      message: `here the key '${key}' leads to '${step.on[key]}', while in other menus it ${what}`,
      expected: 'one meaning for a key in all menus',
      severity: 'warning',
    })
  }
  if (back !== undefined && back in step.on) tell(back, 'goes back')
  const own = agent === undefined ? undefined : ownAgentStep(flow, agent.queue)
  if (agent !== undefined && agent.key in step.on && step.on[agent.key] !== own) tell(agent.key, 'asks for an agent')
  return problems
}

const error = (
  path: Path,
  message: string,
  expected: string,
  more: { readonly found?: unknown; readonly remedy?: string } = {},
): Problem => ({ path: formatPath(path), message, expected, ...more, severity: 'error' })
