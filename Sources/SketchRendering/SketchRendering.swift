import SketchData
