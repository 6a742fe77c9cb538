// Forms with data-passkey ("get" or "create") ask the device for a passkey before they are sent.
const toBytes = (text) => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

// The server speaks base64url, the browser bytes.
function read(options) {
  options.challenge = toBytes(options.challenge);
  if (options.user) options.user.id = toBytes(options.user.id);
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    for (const one of options[name] ?? []) one.id = toBytes(one.id);
  }
  return options;
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toText(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, rawId: toText(credential.rawId), type, response, clientExtensionResults: {} });
}

async function ask(form) {
  const answer = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  const options = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(options.words ?? "");
  const credentials = navigator.credentials;
  const asked = { publicKey: read(options) };
  return form.dataset.passkey === "create" ? credentials.create(asked) : credentials.get(asked);
}

async function onSubmit(event) {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.dataset.passkey) return;
  const field = form.elements.namedItem("answer");
  if (field.value) return;
  event.preventDefault();
  const words = form.querySelector("[data-passkey-words]");
  if (words) words.textContent = "";
  try {
    field.value = written(await ask(form));
  } catch (error) {
    // Whoever closes the window of the device is not told off; what the server says is shown.
    if (words && !(error instanceof DOMException)) words.textContent = error.message;
    return;
  }
  form.submit();
}

export function watchPasskeys() {
  if (!window.PublicKeyCredential) {
    for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = true;
  }
  document.addEventListener("submit", onSubmit);
  document.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-print]")) window.print();
  });
}
