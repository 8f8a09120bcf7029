"""The built-in surfaces as a person would type them."""

__all__ = ["TYPED"]

TYPED = {
    "ackley": "-20exp(-0.2sqrt((x^2 + y^2)/2)) - exp((cos(2pi*x) + cos(2pi*y))/2) + 20 + e",
    "beale": "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
    "booth": "(x + 2y - 7)^2 + (2x + y - 5)^2",
    "bounded_saddle": "x^2/2 + y^4/4 - y^2/2",
    "bowl": "(x^2 + y^2)/2",
    "bukin6": "100sqrt(abs(y - 0.01x^2)) + 0.01abs(x + 10)",
    "cross_in_tray": "-0.0001(abs(sin(x)*sin(y)*exp(abs(100 - sqrt(x^2 + y^2)/pi))) + 1)^0.1",
    "drop_wave": "-(1 + cos(12sqrt(x^2 + y^2)))/(0.5(x^2 + y^2) + 2)",
    "easom": "-cos(x)*cos(y)*exp(-(x - pi)^2 - (y - pi)^2)",
    "eggholder": "-(y + 47)*sin(sqrt(abs(y + x/2 + 47))) - x*sin(sqrt(abs(x - (y + 47))))",
    "gaussian_plateau": "1 - exp(-(x^2 + y^2)/2)",
    "goldstein_price": (
        "(1 + (x + y + 1)^2 * (19 - 14x + 3x^2 - 14y + 6x*y + 3y^2))"
        " * (30 + (2x - 3y)^2 * (18 - 32x + 12x^2 + 48y - 36x*y + 27y^2))"
    ),
    "griewank": "1 + (x^2 + y^2)/4000 - cos(x)*cos(y/sqrt(2))",
    "himmelblau": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "holder_table": "-abs(sin(x)*cos(y)*exp(abs(1 - hypot(x, y)/pi)))",
    "levy13": "sin(3pi*x)^2 + (x - 1)^2*(1 + sin(3pi*y)^2) + (y - 1)^2*(1 + sin(2pi*y)^2)",
    "log_bowl": "log(1 + x^2 + 100y^2)",
    "matyas": "0.26(x^2 + y^2) - 0.48x*y",
    "mccormick": "sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1",
    "michalewicz": "-sin(x)*sin(x^2/pi)^20 - sin(y)*sin(2y^2/pi)^20",
    "monkey_saddle": "x^3 - 3x*y^2",
    "nonsmooth_ravine": "abs(x) + 10abs(y)",
    "quartic": "x**4 + y**4",
    "rastrigin": "20 + x^2 - 10cos(2pi*x) + y^2 - 10cos(2pi*y)",
    "ravine": "f(x, y) = (x^2 + kappa*y^2)/2",
    "rosenbrock": "(1 - x)^2 + 100(y - x^2)^2",
    "rotated_ravine": (
        "((x*cos(angle*pi/180) + y*sin(angle*pi/180))^2"
        " + kappa*(y*cos(angle*pi/180) - x*sin(angle*pi/180))^2)/2"
    ),
    "saddle": "x^2 - y^2",
    "schwefel": "837.9657745448675 - x*sin(sqrt(abs(x))) - y*sin(sqrt(abs(y)))",
    "sharp_flat": (
        "where(100((x + 1)^2 + y^2) < (x - 1.5)^2 + y^2, 50((x + 1)^2 + y^2), ((x - 1.5)^2 + y^2)/2)"
    ),
    "six_hump_camel": "(4 - 2.1x^2 + x^4/3)*x^2 + x*y + (4y^2 - 4)*y^2",
    "styblinski_tang": "(x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)/2",
    "three_hump_camel": "2x^2 - 1.05x^4 + x^6/6 + x*y + y^2",
    "two_weight_network": "(x*y - 1)^2/2",
}
