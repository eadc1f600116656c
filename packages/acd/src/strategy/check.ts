/** What is wrong with a strategy as a definition has it. */
import { formatPath, nearestName, type Path, type Problem, problemsOfZod } from '@callweave/core'
import { builtIn } from '../strategies/all.js'
import { ownCode, type StrategyRef } from './define.js'

/** All mistakes, each with its path under `under`; none means that `strategyFor` will not throw. */
export const checkStrategy = (ref: StrategyRef, under: Path = []): readonly Problem[] => {
  const own = ownCode(ref)
  if (own !== undefined) return []
  const at = (path: Path, message: string, more: Partial<Problem> = {}): Problem => ({
    path: formatPath([...under, ...path]),
    message,
    severity: 'error',
    ...more,
  })
  const code = builtIn[ref.strategy]
  if (code === undefined) {
    const names = Object.keys(builtIn)
    const nearest = nearestName(ref.strategy, names)
    return [
      at([], `there is no strategy called '${ref.strategy}'`, {
        expected: `one of ${names.join(', ')}, or the result of defineStrategy`,
        ...(nearest === undefined ? {} : { remedy: `Did you mean '${nearest}'?` }),
      }),
    ]
  }
  const problems: Problem[] = []
  if (ref.version !== undefined && ref.version !== code.version) {
    problems.push(at(['version'], `'${ref.strategy}' has no version ${ref.version}`, { expected: `${code.version}` }))
  }
  if (code.options === null) {
    if (ref.options !== undefined) problems.push(at(['options'], `'${ref.strategy}' takes no options`))
  } else {
    const parsed = code.options.safeParse(ref.options ?? {})
    if (!parsed.success) problems.push(...problemsOfZod(parsed.error, ref.options ?? {}, [...under, 'options']))
  }
  return [...problems, ...checkWithin(ref, under, code.combines)]
}

const checkWithin = (ref: StrategyRef, under: Path, combines: boolean): readonly Problem[] => {
  const path = formatPath([...under, 'within'])
  const { within } = ref
  if (!combines) {
    return within === undefined
      ? []
      : [{ path, message: `'${ref.strategy}' takes no strategy inside`, severity: 'error' }]
  }
  if (within === undefined) {
    return [
      {
        path,
        message: `'${ref.strategy}' needs a strategy inside`,
        expected: 'such as longestIdle',
        severity: 'error',
      },
    ]
  }
  const problems = [...checkStrategy(within, [...under, 'within'])]
  const again = chain(within).find((inner) => inner.strategy === ref.strategy || (prefers(ref) && prefers(inner)))
  if (again !== undefined) {
    problems.push({
      path,
      message: `'${ref.strategy}' cannot stand around '${again.strategy}': a call has one preferred agent and one set of rings`,
      severity: 'error',
    })
  }
  return problems
}

const chain = (ref: StrategyRef): StrategyRef[] => [ref, ...(ref.within === undefined ? [] : chain(ref.within))]
const prefers = ({ strategy }: StrategyRef): boolean => strategy === 'last-agent-first' || strategy === 'owner-first'
