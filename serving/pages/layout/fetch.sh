#!/bin/sh
# From node_modules/ to serving/static/: the parts of Aksel that the pages use, its font, the script, and their licences.
set -eu
cd "$(dirname "$0")/../../.."
aksel=node_modules/@navikt/ds-css
fonts=node_modules/@fontsource/source-sans-3
to=serving/static
mkdir -p "$to"
for part in global/reset global/tokens global/baseline global/print component/typography component/button \
    component/form component/tag component/table; do
    cat "$aksel/dist/$part.min.css"
    echo
done >"$to/aksel.css"
cat serving/pages/layout/fonts.css >>"$to/aksel.css"
cp "$fonts"/files/source-sans-3-latin-[46]00-normal.woff2 "$to/"
cp node_modules/htmx.org/dist/htmx.min.js "$to/"
cp "$fonts/LICENSE" "$to/LICENSE-source-sans-3.txt"
cp node_modules/htmx.org/LICENSE "$to/LICENSE-htmx.txt"
printf '%s\n' "@navikt/ds-css is licensed under the MIT licence: Copyright (c) Nav (Arbeids- og velferdsdirektoratet)." \
    >"$to/LICENSE-aksel.txt"
