"use strict";
// Typeset and fit while every slide is laid out; reveal.js hides all but one.
const WIDTH = 1280, HEIGHT = 720, SMALLEST_PICTURE = 220;

// Pictures take the room that the slide's text leaves, up to their own resolution.
function fitPictures(slide) {
  const pictures = [...slide.querySelectorAll("img")];
  for (const picture of pictures) picture.style.width = "auto";
  const resize = heights => pictures.forEach((picture, i) => {
    picture.style.height = heights[i] + "px";
  });
  resize(pictures.map(() => SMALLEST_PICTURE));
  const room = (HEIGHT - slide.scrollHeight) / pictures.length;
  resize(pictures.map(picture => {
    const widest = picture.parentElement.clientWidth / picture.naturalWidth;
    const largest = picture.naturalHeight * Math.min(1, widest);
    return Math.floor(Math.min(Math.max(SMALLEST_PICTURE + room, SMALLEST_PICTURE), largest));
  }));
}

function start() {
  document.querySelectorAll(".slides section:not(:has(section))").forEach(fitPictures);
  document.documentElement.classList.remove("preparing");
  Reveal.initialize({
    width: WIDTH, height: HEIGHT, margin: 0.02, center: false, hash: true, controls: false,
    transition: "none", backgroundTransition: "none", slideNumber: "c/t",
    pdfSeparateFragments: false, plugins: [RevealNotes],
  });
}

window.addEventListener("load", () => {
  MathJax.Hub.Queue(["Typeset", MathJax.Hub], start);
});
