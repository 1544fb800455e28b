// Filters the rows of a table. The form carries data-filter="<id of the table's frame>"; a field named «x» looks into the
// rows' data-x, where several values stand apart by spaces. The choice is kept in the address, so it can be sent on.
for (const form of document.querySelectorAll("form[data-filter]")) {
  const frame = document.getElementById(form.dataset.filter);
  const rows = [...frame.querySelectorAll("tbody tr")];
  const fields = [...form.elements].filter((field) => field.name);
  const count = form.querySelector("[role=status]");

  const show = () => {
    const wanted = fields.filter((field) => field.value);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !wanted.every((field) => row.getAttribute(`data-${field.name}`).split(" ").includes(field.value));
      if (!row.hidden) shown += 1;
    }
    if (!wanted.length) count.textContent = "";
    else if (shown) count.textContent = `Показано строк: ${shown} из ${rows.length}`;
    else count.textContent = "Таких строк нет: выберите «все» в одном из полей.";
  };

  const read = () => {
    const asked = new URLSearchParams(location.search);
    let strange = false;
    for (const field of fields) {
      const value = asked.get(field.name) ?? "";
      const known = [...field.options].some((option) => option.value === value);
      field.value = known ? value : "";
      strange ||= !known;
    }
    show();
    if (strange) count.textContent = "Того, что выбрано в ссылке, в таблице больше нет: показано без этого условия.";
  };

  const write = () => {
    const address = new URL(location.href);
    for (const field of fields) {
      if (field.value) address.searchParams.set(field.name, field.value);
      else address.searchParams.delete(field.name);
    }
    if (address.href !== location.href) history.pushState(null, "", address);
    show();
  };

  form.hidden = false;
  form.addEventListener("change", write);
  form.addEventListener("reset", () => setTimeout(write));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", read);
  read();
}
