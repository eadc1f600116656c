/** A range of `size` UDP ports or more, from an even one on, that no other test file has until this one ends. */
export const portRange: (size: number) => Promise<{ readonly leastPort: number; readonly mostPort: number }>
