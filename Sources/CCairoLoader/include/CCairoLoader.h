// Loads Cairo and Pango when a function of them is first called: with the libraries that they need in turn, they take as much time
// as everything else that the program does before it reads its arguments. Nothing here is called by name; the target defines the
// functions that callers of Cairo and Pango are linked with.
#pragma once
