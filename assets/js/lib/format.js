/* Numbers as people read them, in the page's language. */
import { pageLanguage, t } from "./strings.js";

const locale = () => (pageLanguage() === "zh" ? "zh-CN" : "en-US");

export const count = (value) => value.toLocaleString(locale());
export const fixed = (value, digits = 1) =>
  value.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
export const whole = (share) => `${Math.round(100 * share)}%`;

/* A share of the model: 0.0034%, 0.2%, 100%. */
export const portion = (share) =>
  `${(100 * share).toLocaleString(locale(), { maximumSignificantDigits: share < 0.1 ? 1 : 3 })}%`;

/* A gain in points of accuracy, signed: +8, −2, 0. */
export function points(share) {
  const value = Math.round(100 * share);
  return value > 0 ? `+${value}` : String(value).replace("-", "−");
}

export const interval = ([low, high], write) => t("result.interval", { low: write(low), high: write(high) });

/* An estimate; `exact` is what a run did take. */
export function duration(seconds, exact = false) {
  const kind = exact ? "took" : "about";
  if (seconds < 90) return t(`train.${kind}_seconds`, { n: Math.max(1, Math.round(seconds)) });
  return t(`train.${kind}_minutes`, { n: Math.round(seconds / 60) });
}
