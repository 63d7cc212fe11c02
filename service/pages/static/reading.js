// How to cite the document that is read: copied with its address.
"use strict";

const cite = document.getElementById("cite");
cite.addEventListener("click", async () => {
  const address = `${location.origin}${location.pathname}${location.hash}`;
  await navigator.clipboard?.writeText(`${cite.dataset.cite}，${address}`);
  cite.textContent = "已复制";
});
