/** Variables that are read are set somewhere, and secrets are not spoken. */
import { formatPath, nearestName, type Path, type Problem } from '@callweave/core'
import type { FullSections } from '../definition/sections.js'
import { givenVariables, variablesIn } from '../engine/template.js'
import type { AnyStep } from '../steps/kinds.js'

interface Read {
  readonly variable: string
  readonly path: Path
  /** A function is told secrets; a text is not. */
  readonly tellsSecrets: boolean
}

export const checkVariables = ({ flows }: FullSections): Problem[] => {
  const steps = Object.entries(flows).flatMap(([flow, data]) =>
    Object.entries(data).map(([name, step]) => ({ step, path: ['flows', flow, name] as Path })),
  )
  const set = new Set([...givenVariables, ...steps.flatMap(({ step }) => setBy(step))])
  const secrets = new Set(
    steps.flatMap(({ step }) => (step.step === 'collect' && step.secret === true ? [step.into] : [])),
  )
  return steps.flatMap(({ step, path }) =>
    readBy(step, path).flatMap(({ variable, path: where, tellsSecrets }): Problem[] => {
      if (secrets.has(variable) && !tellsSecrets) {
        return [warning(where, `'${variable}' is secret: here it is read as nothing`, 'a variable that is not secret')]
      }
      // An answer of several values sets `into.key`: which keys, only the function knows.
      const base = variable.split('.')[0] as string
      if (set.has(variable) || (variable !== base && set.has(base))) return []
      const nearest = nearestName(variable, set)
      return [
        {
          ...warning(
            where,
            `no step sets the variable '${variable}': it is read as nothing`,
            'a variable that a step sets',
          ),
          ...(nearest === undefined ? {} : { remedy: `Did you mean '${nearest}'?` }),
        },
      ]
    }),
  )
}

const warning = (path: Path, message: string, expected: string): Problem => ({
  path: formatPath(path),
  message,
  expected,
  severity: 'warning',
})

const setBy = (step: AnyStep): readonly string[] => {
  switch (step.step) {
    case 'collect':
    case 'record':
      return [step.into]
    case 'lookup':
      return step.into === undefined ? [] : [step.into]
    case 'set':
      return Object.keys(step.variables)
    default:
      return []
  }
}

const readBy = (step: AnyStep, path: Path): readonly Read[] => {
  const inText = (text: string, where: Path, tellsSecrets = false): Read[] =>
    variablesIn(text).map((variable) => ({ variable, path: where, tellsSecrets }))
  switch (step.step) {
    case 'say': {
      const { text } = step
      if (typeof text === 'string') return inText(text, [...path, 'text'])
      return Object.entries(text).flatMap(([language, words]) => inText(words ?? '', [...path, 'text', language]))
    }
    case 'lookup':
      return Object.entries(step.args ?? {}).flatMap(([arg, text]) => inText(text, [...path, 'args', arg], true))
    case 'set':
      return Object.entries(step.variables).flatMap(([name, text]) => inText(text, [...path, 'variables', name]))
    case 'transfer':
      return inText(step.number ?? '', [...path, 'number'])
    case 'queue':
      return step.preferred === undefined
        ? []
        : [{ variable: step.preferred, path: [...path, 'preferred'], tellsSecrets: false }]
    case 'branch':
      return typeof step.by === 'string'
        ? []
        : [{ variable: step.by.variable, path: [...path, 'by', 'variable'], tellsSecrets: false }]
    default:
      return []
  }
}
