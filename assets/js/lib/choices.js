/* What an option can be; the core checks again. */
export const CHOICES = {
  calibration: ["none", "contextual", "pmi"],
  aggregation: ["mean", "geometric", "sum", "max"],
  filling: ["independent", "sequential"],
};
export const SIZES = [10, 20, 50];
