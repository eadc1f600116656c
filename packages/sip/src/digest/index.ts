export { type DigestAlgorithm, signWith } from './hash.js'
export { createNonces, type NonceOptions, type Nonces, type NonceVerdict } from './nonces.js'
export {
  answerChallenge,
  type ChallengeParts,
  type CredentialsParts,
  type DigestQop,
  type DigestSecret,
  digestChallenge,
  digestHa1,
} from './response.js'
export { type DigestFault, type DigestVerdict, type VerifyInput, verifyDigest } from './verify.js'
