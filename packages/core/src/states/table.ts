/**
 * States are a table: each state with those that may follow. The diagrams in the docs, the tests of illegal moves and
 * the running check are all made from it; nothing else may name a next state.
 */

export type StateTable<S extends string = string> = { readonly [From in S]: readonly NoInfer<S>[] }
export type StateOf<T> = keyof T & string

export const defineStates = <const S extends string>(table: StateTable<S>): StateTable<S> => table

/** Whether the table allows the move. */
export const mayMove = <S extends string>(table: StateTable<S>, from: S, to: S): boolean => table[from].includes(to)

/** The table as a Mermaid state diagram. */
export const drawStates = (table: StateTable): string =>
  ['stateDiagram-v2', ...Object.entries(table).flatMap(([from, next]) => next.map((to) => `  ${from} --> ${to}`))].join(
    '\n',
  )
