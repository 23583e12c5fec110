"""Where urls of articles come from: one module for each kind of index."""
