/* What this tab remembers through a reload, as JSON. Where storage is forbidden or full, it forgets. */

export function recall(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

export function remember(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // a reload begins anew
  }
}
