/* Run before the page is drawn: an address that narrows the timeline is not to show all of it for
   a moment first. The style sheet shows it anyway if what narrows it does not come. */
if (location.search) document.documentElement.classList.add("awaited");
