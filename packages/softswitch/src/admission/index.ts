export { type Admission, type AdmissionParts, admission } from './admission.js'
