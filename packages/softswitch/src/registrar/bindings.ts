/** All bindings, by number, by extension and by the flow they came over. */
import { type Flow, flowKey } from '../flow.js'
import { type Binding, byPreference } from './binding.js'

export class Bindings<F extends Flow> {
  readonly #all = new Map<number, Binding<F>>()
  readonly #ofExtension = new Map<string, Set<number>>()
  readonly #atFlow = new Map<string, Set<number>>()

  get size(): number {
    return this.#all.size
  }

  get(id: number): Binding<F> | undefined {
    return this.#all.get(id)
  }

  all(): readonly Binding<F>[] {
    return [...this.#all.values()]
  }

  /** In the order in which they are rung. */
  of(extension: string): readonly Binding<F>[] {
    return this.#find(this.#ofExtension.get(extension)).sort(byPreference)
  }

  at(flow: F): readonly Binding<F>[] {
    return this.#find(this.#atFlow.get(flowKey(flow)))
  }

  /** Whether a phone (of this extension) is heard over the flow. A proxy may have all of them behind one. */
  isAt(flow: F, extension?: string): boolean {
    const key = flowKey(flow)
    if (extension === undefined) return this.#atFlow.has(key)
    for (const id of this.#ofExtension.get(extension) ?? []) if (this.#atFlow.get(key)?.has(id)) return true
    return false
  }

  set(binding: Binding<F>): void {
    this.delete(binding.id)
    this.#all.set(binding.id, binding)
    add(this.#ofExtension, binding.extension, binding.id)
    add(this.#atFlow, flowKey(binding.flow), binding.id)
  }

  delete(id: number): void {
    const binding = this.#all.get(id)
    if (binding === undefined) return
    this.#all.delete(id)
    remove(this.#ofExtension, binding.extension, id)
    remove(this.#atFlow, flowKey(binding.flow), id)
  }

  #find(ids: ReadonlySet<number> | undefined): Binding<F>[] {
    return [...(ids ?? [])].flatMap((id) => this.#all.get(id) ?? [])
  }
}

const add = (sets: Map<string, Set<number>>, name: string, id: number): void => {
  const set = sets.get(name)
  if (set === undefined) sets.set(name, new Set([id]))
  else set.add(id)
}

const remove = (sets: Map<string, Set<number>>, name: string, id: number): void => {
  const set = sets.get(name)
  set?.delete(id)
  if (set?.size === 0) sets.delete(name)
}
