/* Numbers as people read them, in the page's language: `playground/numbers.py` in the browser. The cases of
   tests/numbers.json hold for both. */
import { pageLanguage, t } from "./strings.js";

const MINUTE = 90; // seconds, from which on minutes are said
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** @param {number} value */
export const count = (value) => value.toLocaleString(pageLanguage());
/** @param {number} value */
export const fixed = (value, digits = 1) =>
  value.toLocaleString(pageLanguage(), { minimumFractionDigits: digits, maximumFractionDigits: digits });

/**
 * A share in whole hundredths: of some dozens of examples more would say nothing.
 * @param {number} share
 */
export const whole = (share) => `${Math.round(100 * share)}%`;

/** @param {number} power */
const raised = (power) =>
  String(power)
    .replace("-", "⁻")
    .replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);

/**
 * A share, never rounded to nothing or to all; small ones keep two digits that count:
 * 71.4%, 0.32%, 0.0041%, 8.0×10⁻⁵ %, >99.9%.
 * @param {number} share
 */
export function percent(share) {
  if (share === 0) return "0%";
  if (share >= 0.9995 && share < 1) return `>${fixed(99.9)}%`;
  if (share >= 0.01) return `${fixed(100 * share)}%`;
  if (share >= 0.001) return `${fixed(100 * share, 2)}%`;
  if (share >= 1e-6) return `${(100 * share).toLocaleString(pageLanguage(), { maximumSignificantDigits: 2 })}%`;
  const [mantissa, power] = (100 * share).toExponential(1).split("e");
  return `${fixed(Number(mantissa))}×10${raised(Number(power))}\u00a0%`;
}

/**
 * A gain in points of accuracy, signed: +8, −2, 0.
 * @param {number} share
 */
export function points(share) {
  const value = Math.round(100 * share);
  return value > 0 ? `+${value}` : String(value).replace("-", "−");
}

/**
 * A difference with its sign and so many digits: +0.25, −1.0.
 * @param {number} value
 * @param {number} digits
 */
export const signed = (value, digits) => `${value < 0 ? "−" : "+"}${fixed(Math.abs(value), digits)}`;

/**
 * @param {[number, number]} ends
 * @param {(value: number) => string} write
 */
export const interval = ([low, high], write) => t("result.interval", { low: write(low), high: write(high) });

/**
 * About how long, as a unit and its number: seconds up to a minute and a half.
 * @param {number} seconds
 */
export const span = (seconds) =>
  seconds < MINUTE
    ? { unit: "seconds", n: Math.max(1, Math.round(seconds)) }
    : { unit: "minutes", n: Math.round(seconds / 60) };

/**
 * An estimate; `exact` is what a run did take.
 * @param {number} seconds
 */
export function duration(seconds, exact = false) {
  const { unit, n } = span(seconds);
  return t(`train.${exact ? "took" : "about"}_${unit}`, { n });
}
