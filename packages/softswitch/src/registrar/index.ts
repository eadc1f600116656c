export type { Binding, BindingChange, GoneBecause } from './binding.js'
export { createRegistrar, type Registrar, type RegistrarOptions } from './registrar.js'
export { defaultRegistrarSettings, type QualifySettings, type RegistrarSettings } from './settings.js'
