// Signing in, and another password of one's own.
import { ask } from "./desk.js";

/** Send a form; what is refused stands in it, and is read out. */
function onSubmit(form, send) {
  const line = form.querySelector(".wrong");
  const button = form.querySelector("button");
  form.addEventListener("submit", async (sent) => {
    sent.preventDefault();
    button.disabled = true;
    line.hidden = true;
    try {
      await send(new FormData(form));
    } catch (error) {
      line.textContent = error.message[0].toUpperCase() + error.message.slice(1) + ".";
      line.hidden = false;
      button.disabled = false;
      for (const input of form.querySelectorAll("[type=password]")) input.value = "";
      form.querySelector("[type=password]").focus();
    }
  });
}

const login = document.getElementById("login");
if (login) {
  onSubmit(login, async (data) => {
    await ask("/session", { name: data.get("name"), password: data.get("password") });
    location.replace(login.dataset.next);
  });
  login.querySelector("input").focus();  // it was hidden when the page looked for what to focus
}

const password = document.getElementById("password");
if (password) {
  onSubmit(password, async (data) => {
    if (data.get("new") !== data.get("again")) throw new Error("the two new passwords differ");
    await ask("/password", { old: data.get("old"), new: data.get("new") });
    location.replace("/login");
  });
}
