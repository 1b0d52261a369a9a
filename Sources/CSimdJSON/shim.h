// simdjson, seen by the C++ target CJSON only.
#pragma once
#include <simdjson.h>
