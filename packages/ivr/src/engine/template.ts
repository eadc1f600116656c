/** Texts with `{name}` in them. */
import type { Position } from './position.js'

/** Filled in for one call. A text without variables costs nothing. */
export type Template = (at: Position, secrets?: boolean) => string

const hole = /\{([^{}]+)\}/g

/** The variables that a text names. */
export const variablesIn = (text: string): readonly string[] =>
  [...text.matchAll(hole)].map((match) => match[1] as string)

/** Known in every call, whatever its flow does. */
export const givenVariables: readonly string[] = ['caller', 'dialed', 'language']

/** A variable that has no value is read as nothing. */
export const variableOf = (at: Position, name: string): string => {
  const value = at.variables.get(name)
  if (value !== undefined) return value
  if (name === 'caller') return at.caller
  if (name === 'dialed') return at.dialed
  return name === 'language' ? at.language : ''
}

export const compileTemplate = (text: string): Template => {
  if (!text.includes('{')) return () => text
  // split with a group: texts at even places, names at odd ones
  const parts = text.split(hole)
  return (at, secrets = false) => {
    let filled = ''
    for (let i = 0; i < parts.length; i += 1) {
      const part = parts[i] as string
      filled += i % 2 === 0 ? part : ((secrets ? at.secrets.get(part) : undefined) ?? variableOf(at, part))
    }
    return filled
  }
}
