// Shows what needs a passkey where the browser knows them (data-passkey), and says when it has given none.
{
  const show = (name, shown) => {
    for (const element of document.querySelectorAll(`[${name}]`)) element.hidden = !shown;
  };
  if (window.PublicKeyCredential) {
    show("data-passkey", true);
    show("data-passkey-missing", false);
  }
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    show("data-passkey-failed", true);
  });
}
