/* Decimal strings as whole numbers of their smallest part, and rounding (as limits/numbers.py). */

const DECIMAL = /^([0-9]{1,6})(?:\.([0-9]{1,6}))?$/;
const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const TIME = /^([01][0-9]|2[0-3]):([0-5][0-9])$/;

/* Return `text` in units of 10^-digits; null if it is no such number or has more decimals. */
export function scaled(text, digits) {
  const found = DECIMAL.exec(text);
  const decimals = found?.[2] ?? "";
  if (!found || decimals.length > digits) return null;
  return Number(found[1] + decimals.padEnd(digits, "0"));
}

/* Return `value` units of 10^-digits with all its decimals; also for BigInt. */
export function fixed(value, digits) {
  const sign = value < 0 ? "-" : "";
  const size = String(value).replace("-", "");
  if (digits === 0) return sign + size;
  const text = size.padStart(digits + 1, "0");
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/* Return `value` units of 10^-digits without closing zeros; also for BigInt. */
export function short(value, digits) {
  const text = fixed(value, digits);
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}

/* Return the quotient of two BigInts that are not negative, rounded; a half goes to the even one. */
export function halfEven(numerator, denominator) {
  const whole = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  const up = twice > denominator || (twice === denominator && whole % 2n === 1n);
  return up ? whole + 1n : whole;
}

/* The same for numbers small enough to be exact. */
export function halfEvenSmall(numerator, denominator) {
  return Number(halfEven(BigInt(numerator), BigInt(denominator)));
}

/* Return whether `text` is a day of the calendar, as "2026-11-28". */
export function isDay(text) {
  const found = DAY.exec(text);
  if (!found) return false;
  const [year, month, day] = found.slice(1).map(Number);
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
}

/* Return the minutes since midnight of "22:10"; null if it is no time. */
export function minuteOfDay(text) {
  const found = TIME.exec(text);
  return found ? Number(found[1]) * 60 + Number(found[2]) : null;
}

/* Return the same day of the next year; the 28th for a 29th of February. */
export function yearAfter(day) {
  const year = String(Number(day.slice(0, 4)) + 1).padStart(4, "0");
  return year + (day.slice(4) === "-02-29" ? "-02-28" : day.slice(4));
}
