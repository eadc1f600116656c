/** The file of the process that measures. Stands directly under src, as its built form stands directly under dist. */
export const benchWorker = new URL(`./bench-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url)
