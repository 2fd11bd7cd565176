// Office computers are shared: whoever logs out, or comes in anew, leaves nothing of a draft in this tab. A log-in that
// leads back to a page (next) keeps it, and the workbench shows it to the same person alone.
"use strict";

if (!new URLSearchParams(location.search).has("next")) {
  try {
    sessionStorage.clear();
  } catch {
    // not allowed here: then nothing was kept either
  }
}
