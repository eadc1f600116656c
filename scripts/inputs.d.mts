/** Adds to the number of random inputs that a test has fed while the invariants of routing were watched. */
export function fed(task: { readonly meta: object }, inputs: number): void
