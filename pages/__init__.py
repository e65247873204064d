"""One page, one file: `TITLE` and `render(view)`. Pages ask and draw; they decide nothing."""
