// «Scegli tutti» in a list of messages; without this script they are chosen one by one.
(() => {
  for (const form of document.querySelectorAll("[data-choose]")) {
    const button = form.querySelector("[data-choose-all]");
    const boxes = [...form.querySelectorAll("input[name='id']")];
    const told = () => { button.textContent = boxes.every((box) => box.checked) ? "Togli la scelta" : "Scegli tutti"; };
    button.hidden = false;
    button.addEventListener("click", () => {
      const wanted = !boxes.every((box) => box.checked);
      for (const box of boxes) box.checked = wanted;
      told();
    });
    form.addEventListener("change", told);
  }
})();
