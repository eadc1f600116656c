/**
 * The standard normal distribution's quantile, and what else needs it: log-normal draws by inversion, Wilson's interval.
 *
 * Wichura's algorithm AS 241 (PPND16), Applied Statistics 37(3) 1988: rational functions in three regions, 1e-16 relative.
 */
export function normalQuantile(ratio: number): number {
  const centered = ratio - 0.5
  if (Math.abs(centered) <= 0.425) {
    const r = 0.180625 - centered * centered
    return (
      (centered *
        (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r +
          45921.953931549871457) *
          r +
          13731.693765509461125) *
          r +
          1971.5909503065514427) *
          r +
          133.14166789178437745) *
          r +
          3.387132872796366608)) /
      (((((((5226.495278852545925 * r + 28729.085735721942674) * r + 39307.89580009271061) * r +
        21213.794301586595867) *
        r +
        5394.1960214247511077) *
        r +
        687.1870074920579083) *
        r +
        42.313330701600911252) *
        r +
        1)
    )
  }
  const tail = centered < 0 ? ratio : 1 - ratio
  if (!(tail > 0)) return tail === 0 ? Math.sign(centered) * Number.POSITIVE_INFINITY : Number.NaN
  const depth = Math.sqrt(-Math.log(tail))
  return Math.sign(centered) * (depth <= 5 ? middleTail(depth - 1.6) : farTail(depth - 5))
}

function middleTail(r: number): number {
  return (
    (((((((0.00077454501427834140764 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r +
      1.27045825245236838258) *
      r +
      3.64784832476320460504) *
      r +
      5.7694972214606914055) *
      r +
      4.6303378461565452959) *
      r +
      1.42343711074968357734) /
    (((((((1.05075007164441684324e-9 * r + 0.0005475938084995344946) * r + 0.0151986665636164571966) * r +
      0.14810397642748007459) *
      r +
      0.68976733498510000455) *
      r +
      1.6763848301838038494) *
      r +
      2.05319162663775882187) *
      r +
      1)
  )
}

function farTail(r: number): number {
  return (
    (((((((2.01033439929228813265e-7 * r + 0.0000271155556874348757815) * r + 0.0012426609473880784386) * r +
      0.026532189526576123093) *
      r +
      0.29656057182850489123) *
      r +
      1.7848265399172913358) *
      r +
      5.4637849111641143699) *
      r +
      6.6579046435011037772) /
    (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 0.000018463183175100546818) * r +
      0.0007868691311456132591) *
      r +
      0.0148753612908506148525) *
      r +
      0.13692988092273580531) *
      r +
      0.59983220655588793769) *
      r +
      1)
  )
}
