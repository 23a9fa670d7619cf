/* Three looks: as the tablet is set, dark, and sun (black on white, heavier, thicker). */

const KEY = "caseflow-field-theme";
export const THEMES = ["system", "dark", "sun"];

export const theme = () => localStorage.getItem(KEY) ?? "system";

export function setTheme(name) {
  localStorage.setItem(KEY, name);
  document.documentElement.dataset.theme = name;
}

export const startTheme = () => setTheme(theme());
