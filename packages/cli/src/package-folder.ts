/** Stands directly under src, as the built files stand directly under dist: one level down from the package's folder. */
export const packageFolder = new URL('../', import.meta.url)
