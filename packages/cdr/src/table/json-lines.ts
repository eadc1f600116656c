/** JSON Lines: one value a line, for whatever reads them one by one. */

/** With its line end. */
export const formatJsonLine = (value: object): string => `${JSON.stringify(value)}\n`
