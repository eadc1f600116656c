export { estimateDifference, estimateMean } from './estimate.js'
