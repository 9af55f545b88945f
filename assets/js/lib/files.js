/* Files in and out, all in the browser. */

/**
 * A file's bytes as base64, without the "data:…," in front.
 * @param {File} file
 * @returns {Promise<string>}
 */
export function readBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result).replace(/^[^,]*,/, "")));
    reader.addEventListener("error", () => reject(reader.error));
    reader.readAsDataURL(file);
  });
}

/**
 * Let the browser save what lies at an address.
 * @param {string} name
 * @param {string} href
 */
export function download(name, href) {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * @param {string} name
 * @param {Blob} blob
 */
function saveBlob(name, blob) {
  const address = URL.createObjectURL(blob);
  download(name, address);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/**
 * Let the browser save bytes given as base64.
 * @param {string} name
 * @param {string} base64
 */
export const save = (name, base64) =>
  saveBlob(name, new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]));

/**
 * Let the browser save a text.
 * @param {string} name
 * @param {string} text
 * @param {string} type
 */
export const saveText = (name, text, type) => saveBlob(name, new Blob([text], { type }));

/**
 * An invisible file input; `pick()` opens the browser's own dialog.
 * @param {{ id: string, accept: string, label: string, onfile: (file: File) => void }} of
 */
export function picker({ id, accept, label, onfile }) {
  const input = document.createElement("input");
  Object.assign(input, { type: "file", id, accept, className: "pp-hidden", tabIndex: -1 });
  input.setAttribute("aria-label", label);
  input.dataset.testid = id;
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) onfile(file);
    input.value = ""; // the same file can be chosen again
  });
  return { input, pick: () => input.click() };
}
