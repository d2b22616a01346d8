"""An MMRM written the long way, as an independent oracle: no derivative is taken by hand, everything by women.

V, its numerical derivatives, P_k, Q_kl, R_kl and the expected information are dense matrices of all observations
(Kenward and Roger 1997, formulas 3-8).
"""

from collections.abc import Callable

import numpy as np

Covariance = Callable[[np.ndarray], np.ndarray]


def derivative(function: Callable[[np.ndarray], np.ndarray], at: np.ndarray, k: int, step: float = 1e-4) -> np.ndarray:
    """Five-point difference by one parameter, in units of that parameter."""
    size = step * max(1.0, abs(at[k]))

    def moved(times: int) -> np.ndarray:
        there = at.copy()
        there[k] += times * size
        return np.asarray(function(there))

    return (8 * (moved(1) - moved(-1)) - (moved(2) - moved(-2))) / (12 * size)


class Plain:
    """One data set: response `[person, visit]`, design `[person, visit, column]`, covariance of parameters."""

    def __init__(self, response: np.ndarray, design: np.ndarray, covariance: Covariance) -> None:
        seen = np.isfinite(response)
        self.rows = [np.flatnonzero(row) for row in seen]
        self.x = design[seen]
        self.y = response[seen]
        self.covariance = covariance

    def big(self, theta: np.ndarray) -> np.ndarray:
        """Covariance of all observations."""
        whole = self.covariance(theta)
        result = np.zeros((len(self.y), len(self.y)))
        start = 0
        for rows in self.rows:
            stop = start + len(rows)
            result[start:stop, start:stop] = whole[np.ix_(rows, rows)]
            start = stop
        return result

    def value(self, theta: np.ndarray, restricted: bool = True) -> float:
        """Minus twice the log likelihood."""
        v = self.big(theta)
        if np.linalg.eigvalsh(v)[0] <= 0:
            return np.inf
        w = np.linalg.inv(v)
        information = self.x.T @ w @ self.x
        residual = self.y - self.x @ np.linalg.solve(information, self.x.T @ w @ self.y)
        total = np.linalg.slogdet(v)[1] + residual @ w @ residual
        count = len(self.y)
        if restricted:
            total += np.linalg.slogdet(information)[1]
            count -= self.x.shape[1]
        return float(total + count * np.log(2 * np.pi))

    def kenward_roger(self, theta: np.ndarray, rows: np.ndarray) -> dict[str, float | np.ndarray]:
        """Estimates, adjusted covariance, F, its scale and degrees of freedom of contrasts."""
        k = len(theta)
        w = np.linalg.inv(self.big(theta))
        phi = np.linalg.inv(self.x.T @ w @ self.x)
        first = [derivative(self.big, theta, i) for i in range(k)]
        second = [
            [derivative(lambda t, i=i: derivative(self.big, t, i, 2e-3), theta, j, 2e-3) for j in range(k)]
            for i in range(k)
        ]
        p = [-self.x.T @ w @ d @ w @ self.x for d in first]
        projection = w - w @ self.x @ phi @ self.x.T @ w
        pd = [projection @ d for d in first]
        information = np.array([[np.sum(a * b.T) / 2 for b in pd] for a in pd])
        noise = np.linalg.inv(information)
        middle = np.zeros_like(phi)
        for i in range(k):
            for j in range(k):
                q = self.x.T @ w @ first[i] @ w @ first[j] @ w @ self.x
                r = self.x.T @ w @ second[i][j] @ w @ self.x
                middle += noise[i, j] * (q - p[i] @ phi @ p[j] - r / 4)
        adjusted = phi + 2 * phi @ middle @ phi
        beta = phi @ self.x.T @ w @ self.y
        number = len(rows)
        theta_l = rows.T @ np.linalg.inv(rows @ phi @ rows.T) @ rows
        t = [theta_l @ phi @ one @ phi for one in p]
        a1 = sum(noise[i, j] * np.trace(t[i]) * np.trace(t[j]) for i in range(k) for j in range(k))
        a2 = sum(noise[i, j] * np.trace(t[i] @ t[j]) for i in range(k) for j in range(k))
        b = (a1 + 6 * a2) / (2 * number)
        g = ((number + 1) * a1 - (number + 4) * a2) / ((number + 2) * a2)
        below = 3 * number + 2 * (1 - g)
        c1, c2, c3 = g / below, (number - g) / below, (number + 2 - g) / below
        mean = 1 / (1 - a2 / number)
        variance = 2 / number * (1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b))
        rho = variance / (2 * mean**2)
        df = 4 + (number + 2) / (number * rho - 1)
        scale = df / (mean * (df - 2))
        wald = rows @ beta @ np.linalg.solve(rows @ adjusted @ rows.T, rows @ beta) / number
        return {"beta": beta, "adjusted": adjusted, "phi": phi, "df": df, "F": scale * wald, "information": information}
