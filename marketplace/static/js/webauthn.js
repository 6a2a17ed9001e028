// Passkeys: a form with data-passkey asks the browser for a credential ("create" or "get") when it is sent, puts it into
// its hidden field and goes on. What the browser needs stands in data-options, or is fetched from data-options-url.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (list) => list?.map((entry) => ({ ...entry, id: toBytes(entry.id) }));

const creation = (options, alone) => {
  const selection = { ...options.authenticatorSelection };
  selection.residentKey = alone ? "required" : "discouraged";
  selection.requireResidentKey = alone;
  if (alone) selection.userVerification = "required";
  return {
    ...options,
    challenge: toBytes(options.challenge),
    user: { ...options.user, id: toBytes(options.user.id) },
    excludeCredentials: withBytes(options.excludeCredentials) ?? [],
    authenticatorSelection: selection,
  };
};

const request = (options) => ({
  ...options,
  challenge: toBytes(options.challenge),
  allowCredentials: withBytes(options.allowCredentials) ?? [],
});

const BUFFERS = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];

const plain = (credential) => {
  const response = {};
  for (const name of BUFFERS) {
    if (name in credential.response) response[name] = credential.response[name] ? toText(credential.response[name]) : null;
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return {
    type: credential.type,
    id: credential.id,
    rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
};

const optionsOf = async (form) => {
  if (!form.dataset.optionsUrl) return JSON.parse(form.dataset.options).publicKey;
  const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  return (await answer.json()).request_options.publicKey;
};

const ceremony = async (form) => {
  const options = await optionsOf(form);
  if (form.dataset.passkey === "create") {
    const alone = form.elements.passwordless?.checked ?? false;
    return navigator.credentials.create({ publicKey: creation(options, alone) });
  }
  return navigator.credentials.get({ publicKey: request(options) });
};

if (window.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const failed = form.querySelector("[data-failed]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      failed.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(plain(await ceremony(form)));
        form.submit();
      } catch {
        // Cancelled, timed out or not allowed: the person decides what to do next.
        failed.hidden = false;
      }
    });
  }
}
