/**
 * ASSUMED, not data: which share of a day's calls comes in each hour, from midnight on. A morning and an evening peak, as
 * many lines have; drawn by hand. The day's total is real, its hours are not. The 24 shares add up to 1.
 */
export const assumedHourlyShape = [
  0.018, 0.014, 0.012, 0.011, 0.012, 0.015, 0.025, 0.045, 0.065, 0.068, 0.062, 0.056, 0.052, 0.05, 0.049, 0.05, 0.053,
  0.06, 0.066, 0.064, 0.055, 0.044, 0.032, 0.022,
]
